# name<TAB>number, as a run or the bench measured it, to m_NAME = number for gnuplot.
{ gsub(/[.-]/, "_", $1); print "m_" $1 " = " ($2 ~ /nan|inf/ ? "NaN" : $2 ~ /[.e]/ ? $2 : $2 ".0") }
