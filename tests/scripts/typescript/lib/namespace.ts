namespace N { export const a = 1; } export default N;
