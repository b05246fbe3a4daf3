// Compiles a component for the browser and for the server.
import { compile, parse, preprocess } from 'svelte/compiler';

const source = `<script>
  let { items = [], title } = $props();
  let count = $state(0);
  let double = $derived(count * 2);
  function add() { count += 1; }
</script>
<svelte:head><title>{title}</title></svelte:head>
<h1 class:big={count > 3} onclick={add}>{title} {double}</h1>
{#each items as { id, name }, i (id)}<li transition:fade>{i}: {@html name}</li>{:else}<p>none</p>{/each}
{#if count}<b>{count}</b>{:else if double}x{/if}
{#await promise then value}{value}{:catch e}{e}{/await}
<input bind:value={count} />
<style>h1 { color: red } .unused { top: 0 } :global(p) { left: 0 }</style>`;
for (const generate of ['client', 'server']) {
  const { js, css, warnings } = compile(source, { generate, filename: 'App.svelte', name: 'App' });
  console.log(js.code);
  console.log(css?.code, warnings.map((w) => [w.code, w.start?.line]));
}
console.log(JSON.stringify(parse('<p>{a}</p>', { modern: true }).fragment));
try { compile('{#if x}', { filename: 'Bad.svelte' }); } catch (e) { console.log(e.name, e.code, e.message, e.position); }
console.log((await preprocess('<script>A</script>', { script: ({ content }) => ({ code: content.toLowerCase() }) })).code);
