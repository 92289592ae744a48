%FILES = (

1 => {
	StoryTitle => 'Caf&eacute; &amp; <i>Ink</i>',
	Author => 'Anna L&ouml;we',
	EmailAuthor => 'anna at example dot org',
	CategoryMain => 'Gen',
	CatOther => 'holiday',
	Improv => 'bell - rope - ice',
	DatePrint => '25/12/99',
	Location => '1/cafe',
	FileType => 'txt',
	Series => 'The Quay (part 2)',
},
2 => {
	StoryTitle => 'Encre “bleue” à l’été',
	Author => 'Teal',
	OptionalWarnings => 'character death; angst',
	Improv => 'lamp',
	DatePrint => '03/04/00',
	Location => '1/ink',
	FileType => 'txt',
	Size => '4k',
},
3 => {
	StoryTitle => 'S�condes �vides�',
	Author => 'Teal',
	DatePrint => '919252800',
	Location => '1/seconds',
	FileType => 'txt',
},
4 => {
	StoryTitle => 'Never',
	Author => 'Teal',
	DatePrint => 'P',
	Location => '1/never',
	FileType => 'txt',
},
);
1;
