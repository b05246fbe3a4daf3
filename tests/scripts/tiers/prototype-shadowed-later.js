// A property found on the prototype for long is then defined nearer.
class Base {}
Base.prototype.colour = "red";
class Derived extends Base {}
const d = new Derived();
const get = (o) => o.colour;
for (let i = 0; i < 3000; i++) get(d);
console.log(get(d));
Derived.prototype.colour = "green";
console.log(get(d));
d.colour = "blue";
console.log(get(d));
delete d.colour;
console.log(get(d));
delete Derived.prototype.colour;
console.log(get(d));
delete Base.prototype.colour;
console.log(get(d));
Object.prototype.colour = "global";
console.log(get(d), get({}), get(1), get("s"));
delete Object.prototype.colour;
console.log(get(d), get(1));
