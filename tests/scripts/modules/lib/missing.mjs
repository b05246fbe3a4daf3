import { missing } from './values.mjs';
