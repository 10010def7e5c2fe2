namespace BootstrapVz.Common.SecureBoot;

/// <summary>Signs programs that firmware starts.</summary>
internal static class LoaderSigner
{
    /// <summary>Adds a signature to every program below a folder.</summary>
    /// <returns>How many there are.</returns>
    public static async Task<int> SignAsync(SigningKey key, string folder, CancellationToken ct)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (key.Sign(await File.ReadAllBytesAsync(file, ct)) is not { } signed)
                continue;
            await File.WriteAllBytesAsync(file, signed, ct);
            count++;
        }

        return count;
    }
}
