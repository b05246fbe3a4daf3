export type Name = string;
export enum Level { Low = 1, High = 10 }
