import app from './index.js';

export const { createSegueMiddleware } = app;
