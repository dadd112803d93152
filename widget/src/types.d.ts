/** What the chat protocol sends and takes, as openapi.yaml describes it. */

export interface Button { id: string; title: string }

export interface CardField { slot: string; label: string; value: string; edit: string }

export interface ChatEvent {
  seq: number;
  role: "user" | "bot" | "staff";
  text: string;
  buttons: Button[];
  at: string;
  reply_to: string | null;
  card?: { type: string; fields: CardField[] };
  ask?: "phone" | "email" | "date" | "name";
  /** Who answers from here on. */
  holder?: "bot" | "staff";
}

/** What opens a conversation. */
export interface Grant { token: string; conversation: string }

/** How a part of the conversation tells the whole what happened. */
export type Tell = (kind: string, data?: any) => any;

/** What a visitor says: typed, or by a button. */
export type Content = { text: string } | { button: string; title: string };

/** A message of the visitor that the server has not stored yet, or has not shown back yet. */
export interface OutgoingMessage {
  id: string;
  at: string;
  text?: string;
  button?: string;
  /** What a pressed button says. */
  title?: string;
}

export type OutgoingState = "waiting" | "sent" | "failed";

export interface Outgoing { message: OutgoingMessage; state: OutgoingState }

/** What holds the conversation up, worst last. */
export type Trouble = "" | "delayed" | "many" | "reconnecting" | "offline" | "blocked";

/** What happened to the conversation as a whole. */
export type Notice = "" | "ended" | "erased" | "lost" | "notDone";

export type Texts = typeof import("./texts/en.js").en;

declare global {
  interface Navigator { readonly locks: LockManager }
}
