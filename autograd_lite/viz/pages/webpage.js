"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function coloured(text) {
  if (!dark.matches) return text;
  return text.replace(/="(#[0-9A-F]{6})"/g, (found, colour) => `="${data.dark[colour] || colour}"`);
}

