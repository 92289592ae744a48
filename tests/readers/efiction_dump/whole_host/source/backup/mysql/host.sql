/*M!999999\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
/*!40101 SET NAMES utf8mb4 */;
CREATE DATABASE /*!32312 IF NOT EXISTS*/ `host_db`;
USE `host_db`;
CREATE TABLE `bak_fanfiction_stories` (`sid` int(11), `title` varchar(200), `uid` int(11));
INSERT INTO `bak_fanfiction_stories` VALUES (1,'Old Title',2);
DROP TABLE IF EXISTS `forum_users`;
CREATE TABLE `forum_users` (
  `user_id` mediumint(8) NOT NULL,
  `username` varchar(25) NOT NULL default '',
  `user_regdate` int(11) NOT NULL default '0',
  `user_password` varchar(32) NOT NULL default '',
  `user_email` varchar(255) default NULL,
  KEY `x` (`user_id`)
);
INSERT INTO `forum_users` VALUES (2,'Teasel',1104570000,'5f4dcc3b5aa765d61d8327deb882cf99','teasel@example.org'),(7,'Yarrow',1104656400,'','yarrow@example.org');
CREATE TABLE `forum_posts` (`post_id` int, `post_text` text);
INSERT INTO `forum_posts` VALUES (1,'INSERT INTO `fanfiction_stories` VALUES (99,\'a trap\');\n-- not SQL'),(2,NULL);
CREATE TABLE `hl_fanfiction_stories` (`sid` int(11) NOT NULL, `title` varchar(200), `summary` text, `catid` varchar(100), `rid` varchar(25), `date` int(10) unsigned, `updated` int(10) unsigned, `uid` int(11), `coauthors` tinyint(1), `validated` char(1), `completed` char(1), `rr` char(1));
INSERT INTO `hl_fanfiction_stories` VALUES (1,'Hill Lights','See <a href=\"viewstory.php?sid=2\">the other</a>.','1','2',1104570000,1104656400,2,1,'1','1','1'),(2,'Hollow','','1,8','9',1104570000,0,8,0,'1','0','0');
CREATE TABLE `hl_fanfiction_stories_2009` (`sid` int(11), `title` varchar(200));
INSERT INTO `hl_fanfiction_stories_2009` VALUES (1,'Another Old Title');
CREATE TABLE `hl_fanfiction_chapters` (`chapid` int(11) NOT NULL, `title` varchar(250), `inorder` int(11), `notes` text, `storytext` text, `endnotes` text, `validated` char(1), `sid` int(11), `uid` int(11));
INSERT INTO `hl_fanfiction_chapters` VALUES (11,'One',1,NULL,NULL,NULL,'1',1,2),(12,'Two',3,NULL,NULL,NULL,'0',1,7),(13,'Hollow',1,NULL,NULL,NULL,'1',2,8),(14,'Lost',1,NULL,NULL,NULL,'1',77,2);
CREATE TABLE `hl_fanfiction_coauthors` (`sid` int(11), `uid` int(11));
INSERT INTO `hl_fanfiction_coauthors` VALUES (1,7);
CREATE TABLE `hl_fanfiction_categories` (`catid` int(11), `parentcatid` int(11), `category` varchar(60));
INSERT INTO `hl_fanfiction_categories` VALUES (1,-1,'Downs');
CREATE TABLE `hl_fanfiction_ratings` (`rid` int(11), `rating` varchar(60), `ratingwarning` char(1), `warningtext` text);
INSERT INTO `hl_fanfiction_ratings` VALUES (2,'NC-17','3','');
CREATE TABLE `set_fanfiction_settings` (`sitekey` varchar(50), `sitename` varchar(200), `url` varchar(200), `tableprefix` varchar(50), `storiespath` varchar(20), `store` varchar(5));
INSERT INTO `set_fanfiction_settings` VALUES ('a','Hill Lights','http://hills.example.org/','hl_','fics','files'),('b','Second','http://second.example.org','sec_','stories','mysql');
CREATE TABLE `sec_fanfiction_authors` (`uid` int(11) NOT NULL, `penname` varchar(200), `email` varchar(200), `date` int(10) unsigned, `password` varchar(40), PRIMARY KEY (`uid`));
INSERT INTO `sec_fanfiction_authors` VALUES (1,'Bryony','bryony@example.org',1104570000,'5f4dcc3b5aa765d61d8327deb882cf99');
CREATE TABLE `sec_fanfiction_stories` (`sid` int(11) NOT NULL, `title` varchar(200), `uid` int(11), `validated` char(1), `completed` char(1));
INSERT INTO `sec_fanfiction_stories` (`sid`,`title`,`uid`,`validated`,`completed`) VALUES (1,'Second Site',1,'1','1');
CREATE TABLE `sec_fanfiction_chapters` (`chapid` int(11) NOT NULL, `title` varchar(250), `inorder` int(11), `storytext` text, `validated` char(1), `sid` int(11), `uid` int(11));
INSERT INTO `sec_fanfiction_chapters` VALUES (1,'Second Site',1,'Kept in the table.','1',1,1);
CREATE TABLE `hl_fanfiction_reviews` (`reviewid` int(11), `item` int(11), `chapid` int(11), `reviewer` varchar(60), `uid` int(11), `review` text, `date` int(10) unsigned, `rating` int(11), `respond` char(1), `type` char(2));
INSERT INTO `hl_fanfiction_reviews` VALUES (1,1,11,'Yarrow',7,'Bright!',1104743000,-1,'0','ST'),(2,55,0,'guest',0,'Where did it go?',1104743001,10,'0','ST'),(3,1,0,'Teasel',2,'This one is cut o