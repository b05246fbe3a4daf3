export default class { me() { return this.constructor.name; } }
