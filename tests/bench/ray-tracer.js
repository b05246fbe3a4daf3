// A small recursive ray tracer: spheres and a chequered floor, point lights, reflections.
// test: 1 16
"use strict";

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  plus(v) {
    return new Vector(this.x + v.x, this.y + v.y, this.z + v.z);
  }

  minus(v) {
    return new Vector(this.x - v.x, this.y - v.y, this.z - v.z);
  }

  scale(k) {
    return new Vector(this.x * k, this.y * k, this.z * k);
  }

  dot(v) {
    return this.x * v.x + this.y * v.y + this.z * v.z;
  }

  get length() {
    return Math.sqrt(this.dot(this));
  }

  normalized() {
    return this.scale(1 / this.length);
  }

  reflect(normal) {
    return this.minus(normal.scale(2 * this.dot(normal)));
  }
}

class Colour {
  static black = new Colour(0, 0, 0);

  constructor(r, g, b) {
    this.r = r;
    this.g = g;
    this.b = b;
  }

  plus(c) {
    return new Colour(this.r + c.r, this.g + c.g, this.b + c.b);
  }

  times(c) {
    return new Colour(this.r * c.r, this.g * c.g, this.b * c.b);
  }

  scale(k) {
    return new Colour(this.r * k, this.g * k, this.b * k);
  }

  toBytes() {
    return [this.r, this.g, this.b].map((c) => Math.min(255, Math.floor(c * 255)));
  }
}

const matte = (colour) => ({ reflection: 0, colourAt: () => colour });
const shiny = (colour, reflection) => ({ reflection, colourAt: () => colour });
const chequered = (a, b) => ({
  reflection: 0.15,
  colourAt: ({ x, z }) => ((Math.floor(x) + Math.floor(z)) & 1 ? a : b),
});

class Sphere {
  constructor(centre, radius, surface) {
    this.centre = centre;
    this.radius = radius;
    this.surface = surface;
  }

  intersect(origin, direction) {
    const toCentre = this.centre.minus(origin);
    const along = toCentre.dot(direction);
    if (along < 0) return Infinity;
    const gap = this.radius * this.radius - (toCentre.dot(toCentre) - along * along);
    return gap < 0 ? Infinity : along - Math.sqrt(gap);
  }

  normalAt(point) {
    return point.minus(this.centre).normalized();
  }
}

class Plane {
  constructor(normal, offset, surface) {
    this.normal = normal;
    this.offset = offset;
    this.surface = surface;
  }

  intersect(origin, direction) {
    const slope = this.normal.dot(direction);
    return slope >= 0 ? Infinity : -(this.normal.dot(origin) + this.offset) / slope;
  }

  normalAt() {
    return this.normal;
  }
}

class Scene {
  constructor({ things, lights, background, maxDepth = 4 }) {
    Object.assign(this, { things, lights, background, maxDepth });
    this.rays = 0;
  }

  nearest(origin, direction) {
    this.rays++;
    let best = null;
    let distance = Infinity;
    for (const thing of this.things) {
      const d = thing.intersect(origin, direction);
      if (d > 1e-6 && d < distance) {
        best = thing;
        distance = d;
      }
    }
    return best && { thing: best, distance };
  }

  trace(origin, direction, depth = 0) {
    const hit = this.nearest(origin, direction);
    if (!hit) return this.background;
    const { thing, distance } = hit;
    const point = origin.plus(direction.scale(distance));
    const normal = thing.normalAt(point);
    const { surface } = thing;
    const base = surface.colourAt(point);
    let colour = base.scale(0.1);
    for (const light of this.lights) {
      const toLight = light.position.minus(point);
      const range = toLight.length;
      const towards = toLight.scale(1 / range);
      const facing = towards.dot(normal);
      if (facing <= 0) continue;
      const blocker = this.nearest(point.plus(normal.scale(1e-4)), towards);
      if (blocker && blocker.distance < range) continue;
      colour = colour.plus(base.times(light.colour).scale(facing));
    }
    if (surface.reflection > 0 && depth < this.maxDepth) {
      const mirrored = direction.reflect(normal).normalized();
      const seen = this.trace(point.plus(normal.scale(1e-4)), mirrored, depth + 1);
      colour = colour.scale(1 - surface.reflection).plus(seen.scale(surface.reflection));
    }
    return colour;
  }
}

function makeScene() {
  return new Scene({
    things: [
      new Plane(new Vector(0, 1, 0), 1, chequered(new Colour(1, 1, 1), new Colour(0.1, 0.1, 0.1))),
      new Sphere(new Vector(0, 0, 5), 1, shiny(new Colour(0.9, 0.2, 0.2), 0.4)),
      new Sphere(new Vector(-2, 0.3, 6), 1.3, shiny(new Colour(0.2, 0.9, 0.3), 0.3)),
      new Sphere(new Vector(1.8, -0.4, 4), 0.6, matte(new Colour(0.3, 0.4, 1))),
      new Sphere(new Vector(0.6, 1.6, 7), 0.8, shiny(new Colour(1, 1, 1), 0.8)),
    ],
    lights: [
      { position: new Vector(-4, 6, 0), colour: new Colour(0.7, 0.7, 0.6) },
      { position: new Vector(5, 3, 1), colour: new Colour(0.3, 0.3, 0.5) },
    ],
    background: new Colour(0.2, 0.3, 0.5),
  });
}

function run(size) {
  const scene = makeScene();
  const eye = new Vector(0, 0.4, -2);
  const pixels = new Uint8Array(size * size * 3);
  let at = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const direction = new Vector((x / size) * 2 - 1, 1 - (y / size) * 2, 2).normalized();
      for (const byte of scene.trace(eye, direction).toBytes()) pixels[at++] = byte;
    }
  }
  return { pixels, rays: scene.rays };
}

function check({ pixels, rays }, size) {
  const sums = [0, 0, 0];
  for (let i = 0; i < pixels.length; i++) sums[i % 3] += pixels[i];
  const [r, g, b] = sums.map((sum) => sum / (size * size));
  if (Math.abs(r - 74) > 12 || Math.abs(g - 84) > 12 || Math.abs(b - 99) > 14) {
    throw new Error(`the picture is wrong: mean ${r} ${g} ${b}`);
  }
  let checksum = 0;
  for (const byte of pixels) checksum = (Math.imul(checksum, 33) ^ byte) >>> 0;
  return `rays ${rays} checksum ${checksum.toString(16)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 5, size = 72] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`ray-tracer ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
