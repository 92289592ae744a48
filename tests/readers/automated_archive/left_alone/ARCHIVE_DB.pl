#!/usr/bin/perl
use strict;
my %shade = (red => 1, blue => 2);
print "$_ => $shade{$_}\n" for keys %shade;
