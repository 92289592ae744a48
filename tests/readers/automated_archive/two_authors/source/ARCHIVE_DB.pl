%FILES = (

1 => {
	Title => 'Both Hands',
	Author => 'Anna and Teal',
	Email => 'anna@example.org, teal@example.org',
	Location => '1/both',
	FileType => 'txt',
},
2 => {
	Title => 'One Name',
	Author => 'Hob & Nob',
	Email => 'hob@example.org',
	Location => '1/one',
	FileType => 'txt',
},
3 => {
	Title => 'Listed Twice',
	Author => 'Anna',
	Email => 'anna@example.org',
	Location => '1/twice',
	FileType => 'txt',
},
4 => {
	Title => 'Listed Twice',
	Author => 'Hob',
	Email => 'hob@example.org',
	Location => '1/twice',
	FileType => 'txt',
},
7 => {
	Title => 'Seven',
	Author => 'Hob',
	Location => '1/seven',
	FileType => 'txt',
},
7 => {
	Title => 'Seven Again',
	Author => 'Hob',
	Location => '1/again',
	FileType => 'txt',
},
);
1;
