console.log('effects');
