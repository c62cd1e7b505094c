// A sound and a notification when a citizen begins to wait; only for those who switch it on.

const KEPT = "desk-bell";
const button = document.getElementById("bell");
const desk = document.getElementById("desk");
const ARRIVALS = new Set(["opened", "released", "lapsed", "transferred", "overflowed"]);
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

document.body.addEventListener("desk-happenings", (event) => {
  const arrived = event.detail.filter((one) => ARRIVALS.has(one.kind) && String(one.by) !== desk.dataset.person);
  if (!arrived.length || !isOn()) return;
  ring();
  // No word of the citizen's: a notification can be read by whoever passes the screen.
  if ("Notification" in window && Notification.permission === "granted") {
    new Notification(desk.dataset.new, { body: desk.dataset.newText, tag: "desk" }).addEventListener("click", () => window.focus());
  }
});
