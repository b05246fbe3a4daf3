throw new Error('never run');
