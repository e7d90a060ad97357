/** How long a server has to live, in milliseconds, for its next crash to count as the first. */
const healthy = 60_000;
const longest = 60;

/** Backoff says how long to wait before a crashed server is started again. */
export class Backoff {
	private crashes = 0;
	private started = 0;

	/** Notes that the server was started at a time in milliseconds. */
	start(now: number): void {
		this.started = now;
	}

	/** The seconds to wait after a crash: 0, then 1, 2, 4, up to 60. */
	crashed(now: number): number {
		if (now - this.started > healthy) {
			this.crashes = 0;
		}
		const wait = this.crashes === 0 ? 0 : Math.min(2 ** (this.crashes - 1), longest);
		this.crashes++;
		return wait;
	}
}
