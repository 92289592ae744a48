%FILES = (

1 => {
	Title => 'First',
	Author => 'Anna',
	Notes => '“Thank you,” said the author, “for the rope.”',
	Location => '1/first',
	FileType => 'html',
},
2 => {
	Title => 'Second',
	Author => 'Teal',
	Location => '1/second',
	FileType => 'html',
},
3 => {
	Title => 'Third',
	Author => 'Hob',
	Summary => 'A third.',
	Location => '1/third',
	FileType => 'html',
},
);
1;
