#!/usr/bin/perl
# the stories
%FILES = (
  1 => {
        Title => 'Linnet's Lamp',
    Author => 'Anna',
 Email=>'anna@example.org',
		Summary => 'She said 'no', and then 'yes'.
It's all there.',
	Location => '1/lamp', FileType => 'txt',
},
'2' => {
	"Title" => "The \"Second\" Bell",
	Author => "Teal",
	Notes => 'never closed,
	Rating => 'PG',
	oops, not this
	Location => '1/second',
	FileType => 'txt'
}
 => {
	Title => 'No Number',
	Author => 'Hob',
	Location => '1/none',
	FileType => 'txt',
},
4 => { Title => 'One Line', Author => 'Hob', Location => '1/one', FileType => 'txt', PrintTime => '0,/2,/25' },
5 => {
},
);
1;
