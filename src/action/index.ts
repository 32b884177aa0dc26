import { liveClock } from '../process/clock.ts';
import { liveEnvironment } from '../process/environment.ts';
import { main } from './main.ts';

void main(liveEnvironment(), liveClock());
