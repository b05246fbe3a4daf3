// util.parseArgs: arguments into tokens, and tokens into values.
'use strict';

const { coded, checkString, invalidArgument, invalidValue } = require('internal/errors');

const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

// ---- what is asked for

function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw invalidArgument(name, 'of type boolean', value);
}
function checkArray(value, name) {
  if (!Array.isArray(value)) throw invalidArgument(name, 'an instance of Array', value);
}
function checkObject(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalidArgument(name, 'of type object', value);
}
const checks = { string: checkString, boolean: checkBoolean };

function checkOption(name, option) {
  checkObject(option, `options.${name}`);
  const type = own(option, 'type');
  if (!Object.hasOwn(checks, type)) {
    throw invalidArgument(`options.${name}.type`, "('string|boolean')", type);
  }
  const short = own(option, 'short');
  if (Object.hasOwn(option, 'short')) {
    checkString(short, `options.${name}.short`);
    if (short.length !== 1) throw invalidValue(`options.${name}.short`, short, 'must be a single character');
  }
  const isMultiple = own(option, 'multiple');
  if (Object.hasOwn(option, 'multiple')) checkBoolean(isMultiple, `options.${name}.multiple`);
  const value = own(option, 'default');
  if (value === undefined) return;
  const where = `options.${name}.default`;
  if (isMultiple) {
    checkArray(value, where);
    value.forEach((item, i) => checks[type](item, `${where}[${i}]`));
  } else {
    checks[type](value, where);
  }
}

function settingsOf(config) {
  const strict = own(config, 'strict') ?? true;
  const settings = {
    args: own(config, 'args') ?? process.argv.slice(2),
    strict,
    allowPositionals: own(config, 'allowPositionals') ?? !strict,
    tokens: own(config, 'tokens') ?? false,
    allowNegative: own(config, 'allowNegative') ?? false,
    options: own(config, 'options') ?? {},
  };
  checkArray(settings.args, 'args');
  for (const name of ['strict', 'allowPositionals', 'tokens', 'allowNegative']) checkBoolean(settings[name], name);
  checkObject(settings.options, 'options');
  for (const [name, option] of Object.entries(settings.options)) checkOption(name, option);
  return settings;
}

// ---- tokens

/** The name of the option with a short form; that itself if there is none. */
function nameOfShort(short, options) {
  const found = Object.entries(options).find(([, option]) => own(option, 'short') === short);
  return found ? found[0] : short;
}
const takesText = (name, options) => own(own(options, name) ?? {}, 'type') === 'string';

function tokensOf({ args, options }) {
  const tokens = [];
  const rest = [...args];
  let index = -1;
  /** How many of what comes were one argument: `-abc`. */
  let grouped = 0;

  /** An option whose value, if it takes one, is the next argument. */
  const addAlone = (name, rawName) => {
    const token = { kind: 'option', name, rawName, index, value: undefined, inlineValue: undefined };
    tokens.push(token);
    if (!takesText(name, options) || rest.length === 0 || rest[0] === undefined || rest[0] === null) return;
    token.value = rest.shift();
    token.inlineValue = false;
    index++;
  };
  const addWithValue = (name, rawName, value) => tokens.push({ kind: 'option', name, rawName, index, value, inlineValue: true });

  while (rest.length > 0) {
    const arg = rest.shift();
    const text = String(arg);
    if (grouped > 0) grouped--;
    else index++;

    if (text === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (text.startsWith('--') && text.length > 2) {
      const equals = text.indexOf('=', 3);
      if (equals < 0) addAlone(text.slice(2), text);
      else addWithValue(text.slice(2, equals), text.slice(0, equals), text.slice(equals + 1));
    } else if (text[0] === '-' && text.length === 2) {
      addAlone(nameOfShort(text[1], options), text);
    } else if (text[0] === '-' && text.length > 2) {
      const name = nameOfShort(text[1], options);
      if (takesText(name, options)) {
        addWithValue(name, `-${text[1]}`, text.slice(2));
        continue;
      }
      // A group of options: the first that takes a value has what follows it.
      const members = [];
      for (let i = 1; i < text.length; i++) {
        if (takesText(nameOfShort(text[i], options), options)) {
          members.push(`-${text.slice(i)}`);
          break;
        }
        members.push(`-${text[i]}`);
      }
      rest.unshift(...members);
      grouped = members.length;
    } else {
      tokens.push({ kind: 'positional', index, value: arg });
    }
  }
  return tokens;
}

// ---- values

const badValue = (message) => coded(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message);

function unknownOption(rawName, mayBePositional) {
  const hint = mayBePositional ?
    `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(rawName)}` :
    '';
  return coded(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${hint}`);
}

function checkUse({ name: given, rawName, value, inlineValue }, { options, allowNegative, allowPositionals }) {
  let name = given;
  if (!Object.hasOwn(options, name)) {
    if (allowNegative && name.startsWith('no-')) name = name.slice(3);
    if (name === given || !Object.hasOwn(options, name) || options[name].type !== 'boolean') throw unknownOption(rawName, allowPositionals);
  }
  const short = own(options[name], 'short');
  const shown = `${short ? `-${short}, ` : ''}--${name}`;
  const takes = takesText(name, options);
  if (takes && typeof value !== 'string') throw badValue(`Option '${shown} <value>' argument missing`);
  if (!takes && value !== undefined && value !== null) throw badValue(`Option '${shown}' does not take an argument`);
  if (inlineValue !== false || value.length < 2 || value[0] !== '-') return;
  const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
  throw badValue(`Option '${rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${rawName}'?
To specify an option argument starting with a dash use ${example}.`);
}

function store(token, { options, allowNegative }, values) {
  if (token.name === '__proto__') return;
  let value = token.value ?? true;
  if (allowNegative && token.value === undefined && token.name.startsWith('no-')) {
    // The token is of the option that is meant.
    token.name = token.name.slice(3);
    value = false;
  }
  const { name } = token;
  if (own(own(options, name) ?? {}, 'multiple')) (values[name] ??= []).push(value);
  else values[name] = value;
}

function parseArgs(config = {}) {
  const settings = settingsOf(config);
  const tokens = tokensOf(settings);
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (settings.strict) checkUse(token, settings);
      store(token, settings, values);
    } else if (token.kind === 'positional') {
      if (!settings.allowPositionals) {
        throw coded(TypeError, 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', `Unexpected argument '${token.value}'. This command does not take positional arguments`);
      }
      positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(settings.options)) {
    if (own(option, 'default') !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return settings.tokens ? { values, positionals, tokens } : { values, positionals };
}

module.exports = parseArgs;
