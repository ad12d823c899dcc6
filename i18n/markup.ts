const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const asSign = (sign: string): string => signs[sign] ?? sign;

/** A text as it stands in HTML, in an element or between quotes: none of it is markup. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, asSign);

/** The same for those who know three of the signs alone: Slack, and the notification services of Linux desktops. */
export const escapedInText = (text: string): string => text.replaceAll(/[&<>]/g, asSign);
