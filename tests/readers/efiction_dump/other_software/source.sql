-- phpMyAdmin SQL Dump
-- version 2.6.1
SET NAMES utf8;
CREATE TABLE `wp_posts` (`ID` int NOT NULL, `post_title` text, `post_content` longtext);
INSERT INTO `wp_posts` VALUES (1,'My fanfiction_stories','CREATE TABLE and INSERT INTO are words; so is fanfiction_chapters.');
CREATE TABLE `stories` (`sid` int, `title` text);
INSERT INTO `stories` VALUES (1,'A story of another program');
