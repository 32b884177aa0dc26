/** The first argument of a thread of this program. From a person it is no command. */
export const threadWord = '__thread';
