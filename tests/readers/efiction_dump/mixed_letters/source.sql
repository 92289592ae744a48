-- MySQL dump 10.13  Distrib 5.1.73, for redhat-linux-gnu (x86_64)
/*!40101 SET NAMES latin1 */;
CREATE TABLE `fanfiction_authors` (`uid` int(11) NOT NULL, `penname` varchar(200), `bio` text, `date` datetime, `password` varchar(40));
INSERT INTO `fanfiction_authors` VALUES (1,'ZoÎ','Reads ìeverythingî.','2006-01-01 10:00:00','0'),(2,'J√∂rg','','0000-00-00 00:00:00','0');
CREATE TABLE `fanfiction_stories` (`sid` int(11) NOT NULL, `title` varchar(200), `summary` text, `catid` varchar(100), `charid` varchar(250), `classes` varchar(200), `rid` varchar(25), `date` datetime, `updated` datetime, `uid` int(11), `coauthors` varchar(200), `validated` char(1), `completed` char(1));
INSERT INTO `fanfiction_stories` VALUES (1,'CafÈ at Noon','It√¢‚Ç¨‚Ñ¢s late √¢‚Ç¨‚Äù and the na√É¬Øve clock √¢‚Ç¨≈ìstops√¢‚Ç¨¬ù.','0','1,ZoÎ','1,2,99','1','2006-02-01 10:00:00','2006-01-01 10:00:00',1,'2','1','1'),(2,'Fr√ºhling','Caf?s and ???? everywhere. Why?','-1','','','7','2006-02-30 10:00:00','2006-02-03 10:00:00',1,'0','1','0'),(3,'<img src=x onerror=go()>','<script>go()</script>Words.','0','','','1','2006-02-03','2006-02-03',9,'1,2','2','0');
CREATE TABLE `fanfiction_chapters` (`chapid` int(11) NOT NULL, `title` varchar(250), `inorder` int(11), `storytext` text, `validated` char(1), `sid` int(11), `uid` int(11));
INSERT INTO `fanfiction_chapters` VALUES (1,'1 ñ DÈbut',1,'It cost £3, ìno moreîóand the cafÈís clockÖ','1',1,1),(2,'2',2,'She said “don’t” and left. It’s over… isn’t it? “Yes,” he’d said.','1',1,1),(3,'',1,'Gr√º√üe aus dem Fr√ºhling. \0 \Z kept','1',2,1),(4,'One',1,'<p onclick=\"x()\">Plain</p><script>alert(1)</script>','1',3,2);
CREATE TABLE `fanfiction_characters` (`charid` int(11), `catid` int(11), `charname` varchar(60));
INSERT INTO `fanfiction_characters` VALUES (1,-1,'Holmes'),(2,-1,'Zo√´');
CREATE TABLE `fanfiction_classtypes` (`classtype_id` int(11), `classtype_name` varchar(50), `classtype_title` varchar(50));
INSERT INTO `fanfiction_classtypes` VALUES (1,'genres','Genres'),(2,'warnings','Warnings');
CREATE TABLE `fanfiction_classes` (`class_id` int(11), `class_type` int(11), `class_name` varchar(100));
INSERT INTO `fanfiction_classes` VALUES (1,1,'Humour &amp; Satire'),(2,2,'None');
CREATE TABLE `fanfiction_ratings` (`rid` int(11), `rating` varchar(60), `ratingwarning` char(1));
INSERT INTO `fanfiction_ratings` VALUES (1,'General','0');
CREATE TABLE `fanfiction_log` (`log_id` int(11), `log_action` varchar(255), `log_uid` int(11), `log_ip` varbinary(16), `log_timestamp` int(10) unsigned, `log_type` varchar(2));
INSERT INTO `fanfiction_log` VALUES (1,'Admin ( 1 ) changed penname Zoe_Old ( 1 ) to ZoÎ.',1,'ˇ\0˛',1136109600,'EB');
-- Dump completed on 2006-04-01
