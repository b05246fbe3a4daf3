exports.twice = (n: number): number => 2 * n;
