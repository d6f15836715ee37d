// Passkeys: hand the page's question to the device, and its answer back as a form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

const ask = {
  make: (asked) => navigator.credentials.create({ publicKey: { ...asked, challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: keys(asked.excludeCredentials) } }),
  sign: (asked) => navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge),
    allowCredentials: keys(asked.allowCredentials) } }),
};

function spelt(made) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) said[name] = text(made.response[name]);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: said, clientExtensionResults: {} });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  const words = form.querySelector("[data-passkey-words]");
  form.addEventListener("submit", async (event) => {
    if (form.answer.value) return;
    event.preventDefault();
    if (!window.PublicKeyCredential) {
      words.textContent = "This browser knows no passkeys. Use another way.";
      return;
    }
    try {
      form.answer.value = spelt(await ask[form.dataset.passkey](JSON.parse(form.dataset.asked)));
      form.submit();
    } catch {
      words.textContent = "Your device did not answer. Try once more, or use another way.";
    }
  });
}
