// Say two minutes before somebody is signed out for pressing nothing, and let them stay.
// Without it nothing is lost either: what is sent after that is kept.
const minutes = Number(document.body.dataset.idleMinutes);
const box = document.getElementById("still-here");
let due;

function wait() {
  clearTimeout(due);
  box.hidden = true;
  due = setTimeout(() => { box.hidden = false; }, Math.max(minutes - 2, minutes / 2) * 60000);
}

if (minutes && box) {
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.status === 204) wait();
      else form.submit();
    } catch {
      form.submit();
    }
  });
  wait();
}
