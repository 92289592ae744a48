%FILES = (

1 => {
	Title => 'Far Away',
	Author => 'Anna',
	LocationURL => 'http://www.example.org/~anna/far.html',
	PrintTime => '01/05/98',
},
2 => {
	Title => 'Marked',
	Author => 'Anna',
	Offsite => 'offsite',
	Location => '',
	StoryURL => 'http://www.example.org/marked.html',
},
3 => {
	Title => 'Gone',
	Author => 'Teal',
	Location => '3/gone',
	FileType => 'html',
},
4 => {
	Title => 'Moved',
	Author => 'Teal',
	Location => '3/moved',
	FileType => 'txt',
	Offsite => 'none',
},
5 => {
	Title => 'By Address',
	Author => 'Hob',
	StoryURL => 'http://shelf.example.org/archive/4/byaddress.html',
	FileType => 'html',
},
);
1;
