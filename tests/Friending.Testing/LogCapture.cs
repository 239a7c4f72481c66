using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Friending.Testing;

/// <summary>Keeps every line that is logged, with its exception, as a file would.</summary>
public sealed class LogCapture : ILoggerProvider
{
    /// <summary>The lines so far.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(LogCapture capture, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            capture.Lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)} {exception}");
    }
}
