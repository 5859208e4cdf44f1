import { Upload } from 'lucide-react';

export const DropHint = ({ label }: { label: string }) => (
  <div className="pointer-events-none fixed inset-3 z-40 grid place-items-center rounded-2xl border-2 border-dashed border-brand bg-brand-soft/80">
    <p className="flex items-center gap-2 text-sm font-medium">
      <Upload size={18} aria-hidden />
      {label}
    </p>
  </div>
);
