using System.Runtime.InteropServices;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>Argon2id, which makes a key out of a passphrase at a cost in time and memory that guessing has to pay too.</summary>
/// <remarks>Source: RFC 9106; the work is done by libargon2, cryptsetup's own.</remarks>
internal static partial class Argon2
{
    /// <summary>How often the memory is gone through.</summary>
    /// <value>4: the least that cryptsetup(8) sets. RFC 9106, section 4, wants 3 with this memory.</value>
    public const int Passes = 4;

    /// <summary>KiB of memory.</summary>
    /// <value>64 MiB: RFC 9106, section 4, second recommended option. Every machine has that to spare when it starts.</value>
    public const int Memory = 64 * 1024;

    /// <summary>Parts of the memory that can be worked on at the same time; RFC 9106, section 4.</summary>
    public const int Lanes = 4;

    /// <summary>Where the library is.</summary>
    public static readonly string Library =
        $"/usr/lib/{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}-linux-gnu/libargon2.so.1";

    /// <summary>A key of a length.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int length)
    {
        var key = new byte[length];
        var result = Hash(Passes, Memory, Lanes, passphrase, (nuint)passphrase.Length, salt, (nuint)salt.Length, key, (nuint)length);
        return result == 0 ? key : throw new BuildException($"Argon2id failed with error {result}", "it needs 64 MiB of free memory for each key");
    }

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_hash_raw")]
    private static partial int Hash(
        uint passes, uint memory, uint lanes, ReadOnlySpan<byte> passphrase, nuint passphraseLength, ReadOnlySpan<byte> salt, nuint saltLength, Span<byte> key, nuint keyLength);
}
