import { start } from './shell.js'; start(main => { main.textContent = ''; });
