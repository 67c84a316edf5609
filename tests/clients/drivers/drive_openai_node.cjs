// Speaks and makes voices through OpenAI's own client for Node.
"use strict";

const fs = require("node:fs");
const { OpenAI } = require("openai");

const asked = JSON.parse(process.argv[2]);
const client = new OpenAI({ baseURL: asked.url, apiKey: asked.key, maxRetries: 0 });
const said = { model: "gpt-4o-mini-tts", input: asked.text, voice: asked.voice };

async function raised(call) {
  try {
    await call();
    return {};
  } catch (error) {
    return { raised: error.constructor.name, status: error.status, code: error.code, param: error.param, message: error.message };
  }
}

async function saved(file, body) {
  const answer = await client.audio.speech.create(body);
  fs.writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
}

async function events(body) {
  const answer = await client.audio.speech.create({ ...body, response_format: "pcm", stream_format: "sse" });
  const text = await answer.text();
  return text.split("\n\n").filter(Boolean).map((line) => JSON.parse(line.slice("data: ".length)));
}

async function story() {
  await saved("whole.mp3", said);
  const told = await events(said);
  fs.writeFileSync("events.pcm", Buffer.concat(told.slice(0, -1).map((event) => Buffer.from(event.audio, "base64"))));
  const consent = await client.audio.voiceConsents.create({ name: "Jo", language: "en-US", recording: fs.createReadStream(asked.recording) });
  const cloned = await client.audio.voices.create({ name: "Mine", consent: consent.id, audio_sample: fs.createReadStream(asked.recording) });
  const designed = await client.audio.voices.create({ name: "Guide", type: "prompt", prompt: "A deep, calm man" });
  await saved("cloned.mp3", { ...said, voice: { id: cloned.id } });
  await saved("designed.mp3", { ...said, voice: designed.id });
  const gone = await client.audio.voices.delete(cloned.id);
  const again = await raised(() => client.audio.voices.delete(cloned.id));
  return { types: [...new Set(told.map((event) => event.type))].sort(), gone: gone.deleted, again };
}

(asked.do === "refusals" ? raised(() => client.audio.speech.create(said)) : story())
  .then((told) => console.log(JSON.stringify(told)))
  .catch((error) => { console.error(error); process.exit(1); });
