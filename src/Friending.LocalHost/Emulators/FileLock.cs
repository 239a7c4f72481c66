namespace Friending.LocalHost.Emulators;

/// <summary>A lock between processes: an open file. The operating system lets go of it when its process ends, however that ends.</summary>
internal static class FileLock
{
    /// <summary>Takes the lock, to be released by disposing it, or answers null when another has it.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not write the file.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is missing.</exception>
    public static IDisposable? TryTake(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            return null;
        }
    }
}
