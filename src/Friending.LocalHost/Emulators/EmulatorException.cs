namespace Friending.LocalHost.Emulators;

/// <summary>
/// The emulators cannot run here, for a reason that the person at the keyboard can do something about. The message is complete:
/// it names what is wrong and what to do, so a program prints it, without a stack trace, and ends with exit code 1.
/// </summary>
public sealed class EmulatorException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="innerException">What made it known, if another exception did.</param>
    public EmulatorException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
