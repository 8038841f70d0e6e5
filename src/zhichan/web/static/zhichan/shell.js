// What every page does with script; without it every page still works by links and forms.
import './keys.js';
import './dialogs.js';
import './menus.js';
import './notices.js';
import './panels.js';
import './forms.js';
import './flow.js';
import './tabs.js';
