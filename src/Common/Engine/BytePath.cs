using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Passes a path to the kernel byte by byte. Paths in archives are bytes; here they are Latin-1 strings, one character for one byte,
/// so that a name that is not UTF-8 comes out as it went in.
/// </summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedIn, typeof(ManagedToUnmanagedIn))]
internal static unsafe class BytePath
{
    /// <summary>A path for people: the bytes read as UTF-8.</summary>
    internal static string Display(string path) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path));

    /// <summary>A path of this program's own as bytes.</summary>
    internal static string FromText(string path) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(path));

    internal ref struct ManagedToUnmanagedIn
    {
        private byte* _path;
        private bool _allocated;

        public static int BufferSize => 512;

        public void FromManaged(string path, Span<byte> buffer)
        {
            _allocated = path.Length >= buffer.Length;
            if (_allocated)
            {
                _path = (byte*)NativeMemory.Alloc((nuint)path.Length + 1);
                buffer = new Span<byte>(_path, path.Length + 1);
            }
            else
            {
                _path = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer));
            }

            Encoding.Latin1.GetBytes(path, buffer);
            buffer[path.Length] = 0;
        }

        public readonly byte* ToUnmanaged() => _path;

        public readonly void Free()
        {
            if (_allocated)
                NativeMemory.Free(_path);
        }
    }
}
