(function () {
  "use strict";
  // Opens every part that a link leads into, and says so to those who go on by keyboard.
  function open(id) {
    var at = id && document.getElementById(id);
    for (var up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    if (at) at.scrollIntoView();
  }
  function follow() { open(decodeURIComponent(location.hash.slice(1))); }
  addEventListener("hashchange", follow);
  follow();
  var all = document.getElementById("open-all");
  if (!all) return;
  all.hidden = false;
  all.addEventListener("click", function () {
    var closed = all.getAttribute("aria-pressed") !== "true";
    document.querySelectorAll(".appendix details.part").forEach(function (one) { one.open = closed; });
    all.setAttribute("aria-pressed", String(closed));
  });
})();
