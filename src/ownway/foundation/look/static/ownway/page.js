// The design system's own behaviours; every page works without them.
import { initAll } from "./built/govuk-frontend.min.js";
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
