// What the playground's controls do to the chat, and what is heard of it.
const chat = document.querySelector("clinic-chat");
const heard = document.querySelector("#heard");

document.querySelector("#tries").addEventListener("input", ({ target: { name, value } }) => {
  if (name.startsWith("--")) chat.style.setProperty(name, value);
  else if (value) chat.setAttribute(name, value);
  else chat.removeAttribute(name);
});

const calls = {
  open: () => chat.open(),
  close: () => chat.close(),
  send: () => chat.send("Is there downtime?"),
};
for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => calls[button.dataset.call]());
}

for (const name of ["open", "close", "send", "message"]) {
  addEventListener(`clinic-chat:${name}`, ({ type, detail }) => {
    const line = document.createElement("div");
    line.textContent = detail ? `${type} ${JSON.stringify(detail)}` : type;
    if (heard.dataset.used) heard.append(line);
    else heard.replaceChildren(line);
    heard.dataset.used = "yes";
    heard.scrollTop = heard.scrollHeight;
  });
}
