# Dump DATE : 03-Mar-2008

# Dump of fanfiction_authors
INSERT INTO fanfiction_authors VALUES("3", "Perrin", "", "perrin@example.org", "http://www.example.org/~perrin", "Says \"hello\".", "", "2005-01-01 10:00:00", "0", "5f4dcc3b5aa765d61d8327deb882cf99");
INSERT INTO fanfiction_authors VALUES("4", "Sedge", "", "", "", "", "", "2005-01-02 10:00:00", "1", "0");
# Dump of fanfiction_authorprefs
INSERT INTO fanfiction_authorprefs VALUES("3", "1", "1", "0", "0", "0", "0", "0", "0", "default", "2", "0", "1");
# Dump of fanfiction_categories
INSERT INTO fanfiction_categories VALUES("1", "-1", "Rivers", "", "", "0", "0", "0", "2");
# Dump of fanfiction_chapters
INSERT INTO fanfiction_chapters VALUES("40", "Spring", "1", "", "A; \"quoted\" -- line
(and) one 'more', /* no comment */.", "", "1", "7", "0", "0", "3", "3", "5");
INSERT INTO fanfiction_chapters VALUES("41", "Summer", "2", "", "It flows on.", "The end.", "1", "3", "0", "0", "3", "4", "5");
INSERT INTO fanfiction_chapters VALUES("3", "Mill", "1", "", "The wheel turned.", "", "1", "3", "0", "0", "8", "3", "5");
# Dump of fanfiction_characters
INSERT INTO fanfiction_characters VALUES("1", "1", "Tam", "", "");
# Dump of fanfiction_classes
INSERT INTO fanfiction_classes VALUES("1", "1", "Fluff");
# Dump of fanfiction_classtypes
INSERT INTO fanfiction_classtypes VALUES("1", "genres", "Genres");
# Dump of fanfiction_inseries
INSERT INTO fanfiction_inseries VALUES("1", "8", "0", "1", "2");
INSERT INTO fanfiction_inseries VALUES("1", "3", "0", "0", "1");
INSERT INTO fanfiction_inseries VALUES("1", "0", "2", "0", "3");
# Dump of fanfiction_ratings
INSERT INTO fanfiction_ratings VALUES("1", "All", "0", "");
# Dump of fanfiction_reviews
INSERT INTO fanfiction_reviews VALUES("1", "41", "3", "Sedge", "4", "Lovely water.", "2005-05-05 05:05:05", "-1", "ST", "0");
INSERT INTO fanfiction_reviews VALUES("2", "0", "8", "guest", "0", "No Review", "2005-05-06 05:05:05", "10", "ST", "0");
# Dump of fanfiction_series
INSERT INTO fanfiction_series VALUES("1", "Courses", "", "3", "1", "1", "0", "", "1", "0", "2", "0", "0", "0");
INSERT INTO fanfiction_series VALUES("2", "Springs", "", "4", "0", "1", "0", "", "1", "0", "0", "0", "0", "0");
# Dump of fanfiction_stories
INSERT INTO fanfiction_stories VALUES("3", "The River", "A walk.", "", "1", "1", "1", "1", "2005-02-01 10:00:00", "2005-03-01 10:00:00", "3", "4", "0", "1", "0", "0", "10", "2", "90", "8");
INSERT INTO fanfiction_stories VALUES("8", "The Mill", "", "", "1", "", "1,9", "1", "2005-02-02 10:00:00", "", "3", "", "0", "1", "1", "0", "3", "1", "30", "10");
