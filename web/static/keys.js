// "/" goes to the search box, as readers know it from other sites.
document.addEventListener("keydown", (event) => {
  const typing = /^(?:input|textarea|select)$/i.test(event.target.nodeName);
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
