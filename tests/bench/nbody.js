// Planets of the outer solar system, moved by a symplectic integrator.
// test: 3 200
"use strict";

const SOLAR_MASS = 4 * Math.PI * Math.PI;
const DAYS_PER_YEAR = 365.24;

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
}

class Body {
  constructor(name, position, velocity, mass) {
    this.name = name;
    this.position = position;
    this.velocity = velocity;
    this.mass = mass;
  }

  static fromEphemeris({ name, at: [x, y, z], speed: [vx, vy, vz], mass }) {
    return new Body(
      name,
      new Vector(x, y, z),
      new Vector(vx * DAYS_PER_YEAR, vy * DAYS_PER_YEAR, vz * DAYS_PER_YEAR),
      mass * SOLAR_MASS,
    );
  }

  move(dt) {
    const { position: p, velocity: v } = this;
    p.x += dt * v.x;
    p.y += dt * v.y;
    p.z += dt * v.z;
  }

  get kineticEnergy() {
    const { x, y, z } = this.velocity;
    return 0.5 * this.mass * (x * x + y * y + z * z);
  }
}

const EPHEMERIS = [
  { name: "Sun", at: [0, 0, 0], speed: [0, 0, 0], mass: 1 },
  {
    name: "Jupiter",
    at: [4.8414314424647209, -1.16032004402742839, -0.103622044471123109],
    speed: [0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023],
    mass: 0.000954791938424326609,
  },
  {
    name: "Saturn",
    at: [8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
    speed: [-0.00276742510726411899, 0.00499852801234917238, 0.0000230417297573763929],
    mass: 0.000285885980666130812,
  },
  {
    name: "Uranus",
    at: [12.8943695621391310, -15.1111514016986312, -0.223307578892655734],
    speed: [0.00296460137564761618, 0.0023784717395948095, -0.0000296589568540237556],
    mass: 0.0000436624404335156298,
  },
  {
    name: "Neptune",
    at: [15.3796971148509165, -25.9193146099879641, 0.179258772950371181],
    speed: [0.00268067772490389322, 0.00162824170038242295, -0.000095159225451971587],
    mass: 0.0000515138902046611451,
  },
];

class SolarSystem {
  constructor() {
    this.bodies = EPHEMERIS.map(Body.fromEphemeris);
    this.stopDrift();
  }

  stopDrift() {
    const momentum = new Vector(0, 0, 0);
    for (const { velocity, mass } of this.bodies) {
      momentum.x += velocity.x * mass;
      momentum.y += velocity.y * mass;
      momentum.z += velocity.z * mass;
    }
    const [sun] = this.bodies;
    sun.velocity = new Vector(-momentum.x / sun.mass, -momentum.y / sun.mass, -momentum.z / sun.mass);
  }

  advance(dt) {
    const { bodies } = this;
    for (let i = 0; i < bodies.length; i++) {
      const a = bodies[i];
      for (let j = i + 1; j < bodies.length; j++) {
        const b = bodies[j];
        const dx = a.position.x - b.position.x;
        const dy = a.position.y - b.position.y;
        const dz = a.position.z - b.position.z;
        const squared = dx * dx + dy * dy + dz * dz;
        const magnitude = dt / (squared * Math.sqrt(squared));
        const ma = a.mass * magnitude;
        const mb = b.mass * magnitude;
        a.velocity.x -= dx * mb;
        a.velocity.y -= dy * mb;
        a.velocity.z -= dz * mb;
        b.velocity.x += dx * ma;
        b.velocity.y += dy * ma;
        b.velocity.z += dz * ma;
      }
    }
    for (const body of bodies) body.move(dt);
  }

  get energy() {
    let total = 0;
    this.bodies.forEach((a, i) => {
      total += a.kineticEnergy;
      for (const b of this.bodies.slice(i + 1)) {
        const dx = a.position.x - b.position.x;
        const dy = a.position.y - b.position.y;
        const dz = a.position.z - b.position.z;
        total -= (a.mass * b.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz);
      }
    });
    return total;
  }
}

function run(steps) {
  const system = new SolarSystem();
  const before = system.energy;
  for (let i = 0; i < steps; i++) system.advance(0.01);
  return { before, after: system.energy };
}

function check({ before, after }) {
  if (before.toFixed(9) !== "-0.169075164") throw new Error(`start energy ${before}`);
  if (!(Math.abs(after - before) < 0.0005)) throw new Error(`energy drifted to ${after}`);
  return `${before.toFixed(9)} ${after.toFixed(9)}`;
}

// Protocol of this folder: [iterations] [size] [--times].
const args = process.argv.slice(2);
const [iterations = 8, size = 20000] = args.filter((a) => !a.startsWith("--")).map(Number);
const laps = [];
let summary;
for (let i = 0; i < iterations; i++) {
  const start = performance.now();
  const result = run(size);
  laps.push(performance.now() - start);
  summary = check(result, size);
}
console.log(`nbody ${size}: ${summary}`);
if (args.includes("--times")) console.log(`times: ${laps.map((t) => t.toFixed(3)).join(" ")}`);
