enum Color { Red }; export default Color;
