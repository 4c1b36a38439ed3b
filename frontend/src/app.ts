// What every page gets: htmx, the drawer, the keys, and small comforts. Without it each page still works.
import "htmx.org";
import { drawer } from "./drawer";
import { keys } from "./keys";
import { menus } from "./menus";
import { forms } from "./forms";

drawer();
keys();
menus();
forms();
