'use strict';
const map = document.querySelector('.map');
const about = document.getElementById('about');
const nodes = new Map([...map.querySelectorAll('.node')].map(node => [node.dataset.id, node]));
const edges = [...map.querySelectorAll('.edge')];
const titles = new Map([...nodes].map(([id, node]) => {
  const title = node.querySelector('title');
  const text = title.textContent;
  title.remove(); // shown in the corner instead of a tooltip that comes late
  return [id, text];
}));
let pinned = null;

// Everything that can be reached from a task, with the edges on the way.
function walk(id, from, to, seen) {
  for (const edge of edges) {
    if (edge.dataset[from] !== id) continue;
    edge.classList.add('on');
    const next = edge.dataset[to];
    if (!seen.has(next)) { seen.add(next); walk(next, from, to, seen); }
  }
}

function show(id) {
  clear();
  const seen = new Set([id]);
  walk(id, 'from', 'to', seen);
  walk(id, 'to', 'from', seen);
  seen.forEach(one => nodes.get(one).classList.add('on'));
  nodes.get(id).classList.add('at');
  map.classList.add('lit');
  about.textContent = titles.get(id);
  about.hidden = false;
}

function clear() {
  map.querySelectorAll('.on, .at').forEach(one => one.classList.remove('on', 'at'));
  map.classList.remove('lit');
  about.hidden = true;
}

nodes.forEach((node, id) => {
  node.addEventListener('mouseenter', () => pinned ?? show(id));
  node.addEventListener('mouseleave', () => pinned ?? clear());
  node.addEventListener('focus', () => show(id));
  node.addEventListener('click', event => { pinned = pinned === id ? null : id; show(id); event.stopPropagation(); });
});
document.addEventListener('click', () => { pinned = null; clear(); });

const find = document.getElementById('find');
const count = document.getElementById('count');
find.form.addEventListener('submit', event => event.preventDefault());
find.addEventListener('input', () => {
  const word = find.value.trim().toLowerCase();
  const found = [...nodes].filter(([id, node]) => {
    const hit = word !== '' && titles.get(id).toLowerCase().includes(word);
    node.classList.toggle('found', hit);
    return hit;
  });
  count.textContent = word === '' ? '' : found.length;
  if (found.length > 0) found[0][1].scrollIntoView({ block: 'center', inline: 'center', behavior: 'smooth' });
});
