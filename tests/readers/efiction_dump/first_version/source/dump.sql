# MySQL dump 8.14
#
# Table structure for table 'fanfiction_stories'
#

CREATE TABLE fanfiction_stories (
  sid int(11) NOT NULL auto_increment,
  psid int(11) NOT NULL default '0',
  title varchar(200) NOT NULL default '',
  chapter varchar(250) NOT NULL default '',
  inorder int(11) NOT NULL default '0',
  summary text,
  catid int(11) NOT NULL default '0',
  gid varchar(200) NOT NULL default '',
  charid varchar(200) NOT NULL default '',
  rid varchar(25) NOT NULL default '',
  wid varchar(200) NOT NULL default '',
  date datetime NOT NULL default '0000-00-00 00:00:00',
  updated datetime NOT NULL default '0000-00-00 00:00:00',
  uid int(11) NOT NULL default '0',
  featured char(1) NOT NULL default '0',
  validated char(1) NOT NULL default '0',
  completed char(1) NOT NULL default '0',
  rr char(1) NOT NULL default '0',
  wordcount int(11) NOT NULL default '0',
  numreviews int(11) NOT NULL default '0',
  counter int(11) NOT NULL default '0',
  storytext text,
  PRIMARY KEY (sid)
) TYPE=MyISAM;

INSERT INTO fanfiction_stories VALUES (4,4,'The Ice House','Frost',0,'Two sisters, one key.',2,'Mystery,Gothic','Ada,Miss Wren','PG-13','Character death','2003-01-05 10:00:00','2003-02-01 09:30:00',2,'0','1','1','0',6,1,40,NULL);
INSERT INTO fanfiction_stories VALUES (5,9,'Low Tide','',0,'',1,'','Ada','G','','2003-03-01 00:00:00','0000-00-00 00:00:00',3,'1','1','0','0',5,0,7,'The pier was\r\nempty at noon.');
INSERT INTO fanfiction_stories VALUES (7,4,'The Ice House','Thaw',1,'',2,'','','PG-13','','2003-02-01 09:30:00','2003-02-01 09:30:00',2,'0','1','1','0',5,0,12,NULL);

CREATE TABLE fanfiction_authors (
  uid int(11) NOT NULL auto_increment,
  penname varchar(200) NOT NULL default '',
  realname varchar(200) NOT NULL default '',
  email varchar(200) NOT NULL default '',
  website varchar(200) NOT NULL default '',
  bio text,
  image varchar(200) NOT NULL default '',
  date datetime NOT NULL default '0000-00-00 00:00:00',
  password varchar(40) NOT NULL default '',
  level int(11) NOT NULL default '0',
  PRIMARY KEY (uid)
) TYPE=MyISAM;

INSERT INTO fanfiction_authors VALUES (1,'Keeper','','keeper@example.org','','','','2002-12-24 08:00:00','5f4dcc3b5aa765d61d8327deb882cf99',1);
INSERT INTO fanfiction_authors VALUES (2,'Linnet Grey','Someone Real','linnet@example.org','','I like snow.','','2003-01-01 08:00:00','5f4dcc3b5aa765d61d8327deb882cf99',0);
INSERT INTO fanfiction_authors VALUES (3,'Marram','','marram@example.org','','','','2003-01-02 08:00:00','5f4dcc3b5aa765d61d8327deb882cf99',0);

CREATE TABLE fanfiction_categories (
  catid int(11) NOT NULL auto_increment,
  parentcatid int(11) NOT NULL default '-1',
  category varchar(60) NOT NULL default ''
) TYPE=MyISAM;
INSERT INTO fanfiction_categories VALUES (1,-1,'Harbour Tales');
INSERT INTO fanfiction_categories VALUES (2,1,'Winter');

CREATE TABLE fanfiction_genres (gid int(11), genre varchar(60)) TYPE=MyISAM;
INSERT INTO fanfiction_genres VALUES (1,'Mystery');
CREATE TABLE fanfiction_warnings (wid int(11), warning varchar(60)) TYPE=MyISAM;
INSERT INTO fanfiction_warnings VALUES (1,'Character Death');
CREATE TABLE fanfiction_characters (charid int(11), catid int(11), charname varchar(60)) TYPE=MyISAM;
INSERT INTO fanfiction_characters VALUES (1,1,'Ada'), (2,1,'Miss Wren');
CREATE TABLE fanfiction_ratings (rid int(11), rating varchar(60), ratingwarning char(1), warningtext text) TYPE=MyISAM;
INSERT INTO fanfiction_ratings VALUES (1,'G','0',''), (2,'PG-13','0','');

CREATE TABLE fanfiction_reviews (reviewid int(11), sid int(11), psid int(11), reviewer varchar(60), member int(11), review text, date datetime, rating int(11)) TYPE=MyISAM;
INSERT INTO fanfiction_reviews VALUES (1,7,4,'Marram',3,'So cold! <i>Brr.</i>','2003-02-03 20:15:00',0);
INSERT INTO fanfiction_reviews VALUES (2,5,9,'a guest',0,'More please: write to me, guest@example.org','2003-03-02 20:15:00',8);
CREATE TABLE fanfiction_favstor (uid int(11), sid int(11)) TYPE=MyISAM;
INSERT INTO fanfiction_favstor VALUES (3,4);
CREATE TABLE fanfiction_favauth (uid int(11), favuid int(11)) TYPE=MyISAM;
INSERT INTO fanfiction_favauth VALUES (3,2);
