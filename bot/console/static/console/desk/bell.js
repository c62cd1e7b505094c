// A sound and a notification when the server says that this person is asked; only for those who switch it on.

const KEPT = "desk-bell";
const button = document.getElementById("bell");
const desk = document.getElementById("desk");
let sound = null;

function isOn() {
  try {
    return localStorage.getItem(KEPT) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function show() {
  button.setAttribute("aria-pressed", String(isOn()));
  button.textContent = isOn() ? button.dataset.on : button.dataset.off;
}

function ring() {
  sound ??= new AudioContext();
  sound.resume();
  const [tone, volume] = [sound.createOscillator(), sound.createGain()];
  tone.connect(volume).connect(sound.destination);
  const now = sound.currentTime;
  tone.frequency.setValueAtTime(660, now);
  tone.frequency.setValueAtTime(880, now + 0.15);
  volume.gain.setValueAtTime(0.15, now);
  volume.gain.exponentialRampToValueAtTime(0.001, now + 0.6);
  tone.start(now);
  tone.stop(now + 0.6);
}

button.hidden = false;
button.addEventListener("click", async () => {
  const on = !isOn();
  try {
    if (on) localStorage.setItem(KEPT, "yes");
    else localStorage.removeItem(KEPT);
  } catch {
    // then it holds for this page view only
  }
  show();
  if (!on) return;
  ring();
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
});
show();

// "waiting": a citizen waits whom this person can serve; "given": a colleague gave them a conversation; "wrote": a citizen whom they serve
// has written.
const WORDS = {
  waiting: [desk.dataset.new, desk.dataset.newText],
  given: [desk.dataset.given, desk.dataset.givenText],
  wrote: [desk.dataset.wrote, desk.dataset.wroteText],
};

function tell(what) {
  if (!isOn()) return;
  ring();
  const [title, text] = WORDS[what];
  // No word of the citizen's: a notification can be read by whoever passes the screen.
  if ("Notification" in window && Notification.permission === "granted") {
    // The next one takes the place of the last, and pops up again.
    new Notification(title, { body: text, tag: "desk", renotify: true }).addEventListener("click", () => window.focus());
  }
}

document.body.addEventListener("desk-ring", (event) => tell(event.detail));

// A conversation that lies open before the person needs no bell, in none of their windows.
const inSight = new BroadcastChannel("desk-in-sight");
const seen = new Map();
inSight.onmessage = (event) => seen.set(event.data, Date.now());
document.body.addEventListener("desk-wrote", (event) => {
  const shown = Number(desk.dataset.case);
  if (event.detail.includes(shown) && document.visibilityState === "visible") {
    inSight.postMessage(shown);
    seen.set(shown, Date.now());
  }
  setTimeout(() => {
    if (event.detail.some((number) => !(Date.now() - seen.get(number) < 3000))) tell("wrote");
  }, 500);
});
