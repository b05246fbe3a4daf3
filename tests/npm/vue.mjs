// Reactivity, and components rendered to text.
import { ref, reactive, computed, watch, watchEffect, effectScope, nextTick, h, createSSRApp, toRaw, readonly } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { compile } from '@vue/compiler-dom';

const n = ref(1), state = reactive({ list: [1, 2], deep: { x: new Map([['k', 1]]) } });
const double = computed(() => n.value * 2);
watchEffect(() => console.log('effect', n.value, state.list.length), { flush: 'sync' });
watch(double, (v, before) => console.log('watch', v, before), { flush: 'sync' });
n.value++; state.list.push(3); state.deep.x.set('k', 2);
console.log(double.value, toRaw(state), readonly(state).list.length);
const Child = { props: { a: String }, setup: (props, { slots }) => () => h('i', { class: ['x', { y: props.a === 'z' }], style: { top: 0 } }, [props.a, slots.default?.()]) };
const app = createSSRApp({ components: { Child }, setup: () => () => h('div', { id: 'r', onClick() {} }, [h(Child, { a: 'z' }, () => '<slot>'), null, state.list.map((x) => h('b', { key: x }, x))]) });
console.log(await renderToString(app));
console.log(compile('<p v-if="a" :class="{ b: c }" @click.stop="d($event)">{{ e | f }}<span v-for="(x, i) in y" :key="i" v-bind="z">{{ x }}</span></p><slot v-else name="n"/>', { mode: 'module', prefixIdentifiers: false }).code);
try { compile('<p><b></p>', { onError: (e) => { throw e; } }); } catch (e) { console.log(e.message, e.code, e.loc?.start); }
