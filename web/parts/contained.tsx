import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';

type Props = {
  children: ReactNode;
  /** What stands there instead once something inside has failed; another `key` begins anew. */
  fallback: ReactNode;
  onFailure?: () => void;
};

/** Keeps a failure where it happened: the rest of the page goes on. Only a class can do this in React. */
export class Contained extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFailure?.();
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

/** Says which part of the page failed, and what helps. */
export const Broken = ({ children }: { children: string }) => (
  <div role="alert" className="flex flex-col items-center gap-3 p-8 text-center text-sm">
    <TriangleAlert size={20} aria-hidden className="text-danger" />
    <p className="max-w-prose">{children}</p>
    <button type="button" className="button button-quiet" onClick={() => location.reload()}>
      Load the page again
    </button>
  </div>
);
