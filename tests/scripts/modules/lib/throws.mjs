throw new TypeError('thrown once');
