// The mathematics and the scene graph of a 3D library.
import * as THREE from 'three';

const v = new THREE.Vector3(1, 2, 3).applyEuler(new THREE.Euler(0.1, 0.2, 0.3)).normalize();
const m = new THREE.Matrix4().makeRotationY(0.5).multiply(new THREE.Matrix4().makeTranslation(1, 2, 3));
console.log(v.toArray(), m.clone().invert().elements, new THREE.Quaternion().setFromRotationMatrix(m).slerp(new THREE.Quaternion(), 0.25).toArray(), m.determinant());
const scene = new THREE.Scene(), group = new THREE.Group();
const mesh = new THREE.Mesh(new THREE.BoxGeometry(1, 2, 3, 2, 2, 2), new THREE.MeshBasicMaterial({ color: 0xff8800 }));
group.position.set(1, 0, 0); group.rotation.z = Math.PI / 4; group.add(mesh); scene.add(group); scene.updateMatrixWorld(true);
console.log(mesh.getWorldPosition(new THREE.Vector3()), new THREE.Box3().setFromObject(mesh), mesh.geometry.attributes.position.count, new THREE.Color('hsl(120, 50%, 50%)').getHexString(), new THREE.Color(0x336699));
const ray = new THREE.Raycaster(new THREE.Vector3(1, 0, 10), new THREE.Vector3(0, 0, -1));
console.log(ray.intersectObject(scene, true).map((h) => [h.distance, h.faceIndex]));
console.log(new THREE.PerspectiveCamera(50, 1.5, 0.1, 100).projectionMatrix.elements, new THREE.CatmullRomCurve3([v, new THREE.Vector3(), new THREE.Vector3(1, 1, 1)]).getPoints(3));
const sphere = new THREE.SphereGeometry(1, 48, 32);
sphere.computeVertexNormals(); sphere.applyMatrix4(m); sphere.computeBoundingSphere();
console.log(sphere.boundingSphere.radius.toFixed(9), sphere.attributes.normal.array.reduce((a, b) => a + Math.abs(b), 0).toFixed(3), new THREE.Triangle(v, new THREE.Vector3(), new THREE.Vector3(0, 1, 0)).getArea());
let x = 0;
for (let i = 0; i < 20000; i++) x += new THREE.Vector3(i, 1, 2).cross(v).applyMatrix4(m).length();
console.log(x.toFixed(6), THREE.MathUtils.smoothstep(0.3, 0, 1), new THREE.Vector2(3, 4));
