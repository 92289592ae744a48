%FILES = (

1 => {
	Title => 'First',
	Author => 'Anna',
	Location => '1/first',
	FileType => 'html',
},
);
1;
